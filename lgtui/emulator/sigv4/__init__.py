"""Signature Version 4: whether a request is signed by a key that the emulator handed out, and if not, AWS's refusal."""

from lgtui.emulator.sigv4.message import SignedRequest, is_signed
from lgtui.emulator.sigv4.refusals import SignatureRefused
from lgtui.emulator.sigv4.verifier import Verifier

__all__ = ["SignatureRefused", "SignedRequest", "Verifier", "is_signed"]
