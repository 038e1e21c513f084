//! The tasks that run others.

use crate::report::Report;
use crate::{arrows, browser, checks, clean_clone, licences, postgres, vectors};

/// The checks that a developer runs before committing.
pub(crate) fn test(report: &mut Report) {
    report.step("formatting", checks::formatting);
    report.step("clippy", checks::clippy);
    report.step("Python", vectors::prepare);
    report.step("Rust tests", checks::rust_tests);
    report.step("browser tests", || browser::run_tests(None));
}

/// The checks of a submission. If `../shared/outside` exists, the Rust tests read the pictures there.
pub(crate) fn run(report: &mut Report) {
    report.step("arrows", arrows::run);
    test(report);
    report.step("PostgreSQL", || postgres::run_tests(None));
    report.step("vectors", vectors::run_check);
    report.step("second device", vectors::drive);
    report.step("docs", checks::docs);
    report.step("clean clone", || clean_clone::run_in(clean_clone::Build::Shared));
    report.step("licences", licences::run_check);
}
