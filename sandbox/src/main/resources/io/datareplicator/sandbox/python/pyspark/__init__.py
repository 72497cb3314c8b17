"""What tasks of the sandbox find under the name pyspark; its SQL is the sandbox's own."""

__version__ = "4.0.0"
