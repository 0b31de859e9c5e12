"""An emulator that is killed at any moment has lost nothing that it acknowledged."""
