"""Requests and events: as they are typed, sent, answered, shown, kept, and exchanged with other tools."""
