"""Whom a request's signature is for."""

import pytest

from lgtui.emulator.wire.addressee import Addressee, addressee_of

V4 = "AWS4-HMAC-SHA256 Credential={}, SignedHeaders=host;x-amz-date, Signature=0a"


@pytest.mark.parametrize(
    ("authorization", "expected"),
    [
        (V4.format("AKIDEXAMPLE/20260101/eu-west-1/sqs/aws4_request"), ("sqs", "eu-west-1", "AKIDEXAMPLE")),
        ("AWS4-ECDSA-P256-SHA256 Credential=AKID/20260101/s3/aws4_request,Signature=0a", ("s3", "", "AKID")),
        ("AWS AKID:c2lnbmF0dXJl", ("s3", "", "AKID")),
        (V4.format("AKID/sqs/aws4_request"), ("", "", "")),
        ("Bearer AWS4", ("", "", "")),
        ("", ("", "", "")),
    ],
)
def test_the_authorization_header_names_service_region_and_key(
    authorization: str, expected: tuple[str, str, str]
) -> None:
    assert addressee_of({"authorization": authorization}, "") == Addressee(*expected)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("X-Amz-Credential=AKID%2F20260101%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=d", ("s3", "eu-west-1", "AKID")),
        ("AWSAccessKeyId=AKID&Signature=a%3D&Expires=1", ("s3", "", "AKID")),
        ("AWSAccessKeyId=AKID", ("", "", "")),
        ("X-Amz-Credential=nothing", ("", "", "")),
        ("X-Amz-Credential=", ("", "", "")),
    ],
)
def test_a_presigned_url_names_them_in_its_query(query: str, expected: tuple[str, str, str]) -> None:
    assert addressee_of({}, query) == Addressee(*expected)


@pytest.mark.parametrize(("key", "account"), [("111122223333", "111122223333"), ("AKID", "own"), ("1111", "own")])
def test_a_key_of_twelve_digits_is_an_account(key: str, account: str) -> None:
    assert Addressee(access_key_id=key).account_id("own") == account
