"""What templates may call on Java values, one module per family of classes."""
