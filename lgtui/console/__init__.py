"""The explorer: a Textual client of the emulator's HTTP faces."""
