"""API keys and usage plans as the data plane uses them: whose key it is, which plan opens the stage, what is left."""
