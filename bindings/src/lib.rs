//! The core of Key for iOS, Android and Python.
