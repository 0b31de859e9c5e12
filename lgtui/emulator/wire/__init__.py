"""The emulator's HTTP faces: execute-api, AWS control plane, Runtime API and feed."""
