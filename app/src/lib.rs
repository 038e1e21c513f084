//! The screens of Key and their launchers.
