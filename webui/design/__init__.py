"""The living page of the design system: tokens with their contrast, every macro beside its source."""
