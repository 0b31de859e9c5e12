"""The control plane: AWS's operations on APIs, resources, methods, deployments and stages, one module for each noun."""
