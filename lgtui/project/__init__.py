"""From files on disk to operations: SAM, CloudFormation, watching."""
