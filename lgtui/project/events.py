"""What a project tells the region's bus."""

import msgspec

from lgtui.frames import ProjectView


class ProjectChanged(msgspec.Struct, frozen=True):
    """The project was loaded, loaded again, or failed to load; `view` is how it stands now."""

    view: ProjectView
