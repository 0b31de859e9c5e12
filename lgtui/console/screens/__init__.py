"""The console's screens: the explorer, the picker of demos and the dialogs over them."""
