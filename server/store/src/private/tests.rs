use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_file_of_another_user_is_refused_and_so_is_one_that_others_can_replace() {
    let folder = tempfile::tempdir().unwrap();
    let mine = folder.path().join("service.key");
    fs::write(&mine, "").unwrap();
    super::check_owners(&mine).unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o770)).unwrap();
    assert!(super::check_owners(&mine).unwrap_err().to_string().contains("chmod go-w"));
    // Root can give the file away; any other user tests with a file of root's.
    let is_given = std::os::unix::fs::chown(&mine, Some(1), None).is_ok();
    let theirs = if is_given { mine.as_path() } else { Path::new("/etc/passwd") };
    assert!(super::check_owners(theirs).unwrap_err().to_string().contains("another user"));
}

#[test]
fn who_may_only_read_a_folder_keeps_nobody_from_making_something_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let theirs = fs::File::open(folder.path()).unwrap();
    theirs.lock().unwrap();
    super::alone_in(folder.path()).unwrap();
    assert_eq!(mode(&folder.path().join("making.lock")), 0o600);
}

#[test]
fn a_file_is_replaced_and_a_link_in_its_place_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let (victim, file) = (folder.path().join("victim"), folder.path().join("service.key"));
    fs::write(&victim, "theirs").unwrap();
    std::os::unix::fs::symlink(&victim, &file).unwrap();
    for content in ["mine", "mine again"] {
        super::replace(&file, content.as_bytes()).unwrap();
        assert_eq!(fs::read_to_string(&victim).unwrap(), "theirs");
        assert_eq!(fs::read_to_string(&file).unwrap(), content);
        assert!(!fs::symlink_metadata(&file).unwrap().is_symlink() && mode(&file) == 0o600);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    }
    let names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(names.count(), 2, "no draft is left");
}
