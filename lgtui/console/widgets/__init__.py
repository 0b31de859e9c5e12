"""The console's live widgets and small dialogs."""
