"""Answers recorded on AWS, asked of the emulator."""
