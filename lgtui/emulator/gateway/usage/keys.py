"""The account's API keys, found by id and by value alike in one look."""

from collections.abc import Iterator

from lgtui.emulator.gateway.model import ApiKey
from lgtui.emulator.objects import Shelf


class KeyRing:
    """Every API key of the account, in the order they were made."""

    def __init__(self, shelf: Shelf) -> None:
        self._by_id = shelf.table("api-key", ApiKey)
        self._by_value = {key.value: key for key in self._by_id.values()}

    def __iter__(self) -> Iterator[ApiKey]:
        return iter(self._by_id.values())

    def __contains__(self, key_id: object) -> bool:
        return key_id in self._by_id

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, key_id: str) -> ApiKey | None:
        """The key of that id."""
        return self._by_id.get(key_id)

    def of_value(self, value: str) -> ApiKey | None:
        """The key that clients send as `value`."""
        return self._by_value.get(value)

    def put(self, key: ApiKey) -> None:
        """Keep `key`, in place of the one of its id; a key's value does not change."""
        self._by_id[key.id] = self._by_value[key.value] = key

    def remove(self, key: ApiKey) -> None:
        """Forget `key`."""
        del self._by_id[key.id], self._by_value[key.value]
