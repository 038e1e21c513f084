//! End to end: the real app against the real service.
