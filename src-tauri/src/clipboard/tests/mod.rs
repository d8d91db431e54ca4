#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::{Arc, Mutex};

use super::*;

/// A clipboard in memory, each of whose doors can fail.
#[derive(Default)]
struct Paper {
    text: Option<String>,
    /// The next calls that fail, by door.
    set: usize,
    get: usize,
    clear: usize,
}

fn fails(left: &mut usize) -> bool {
    let fails = *left > 0;
    *left = left.saturating_sub(1);
    fails
}

impl Board for Paper {
    fn set_secret(&mut self, text: String) -> bool {
        self.set_text(text)
    }
    fn set_text(&mut self, text: String) -> bool {
        let failed = fails(&mut self.set);
        if !failed {
            self.text = Some(text);
        }
        !failed
    }
    fn content(&mut self) -> Content {
        if fails(&mut self.get) {
            return Content::Unknown;
        }
        self.text.clone().map_or(Content::Nothing, |text| Content::Text(Secret::new(text)))
    }
    fn clear(&mut self) -> bool {
        let failed = fails(&mut self.clear);
        if !failed {
            self.text = None;
        }
        !failed
    }
}

struct Scene {
    owner: Owner<Paper>,
    told: Arc<Mutex<Vec<&'static str>>>,
    start: Instant,
}

impl Scene {
    /// A password was copied, to be cleared after 30 seconds.
    fn copied() -> Self {
        let told = Arc::new(Mutex::new(Vec::new()));
        let ear = Arc::clone(&told);
        let owner =
            Owner::new(Paper::default(), move |event| ear.lock().unwrap().push(event.state));
        let mut scene = Self { owner, told, start: Instant::now() };
        scene.copy("hunter2");
        scene
    }

    fn copy(&mut self, value: &str) {
        let value = Secret::new(value.to_owned());
        let request = Request::Value { value, what: "Password".to_owned(), seconds: 30 };
        self.owner.serve(request, self.start);
    }

    fn at(&mut self, seconds: u64) {
        self.owner.clear_if_due(self.start + Duration::from_secs(seconds));
    }

    fn text(&self) -> Option<&str> {
        self.owner.board.text.as_deref()
    }

    fn told(&self) -> Vec<&'static str> {
        self.told.lock().unwrap().clone()
    }
}

#[test]
fn what_was_copied_is_cleared_in_its_time_unless_another_copied_since() {
    let mut scene = Scene::copied();
    scene.at(29);
    assert_eq!(scene.text(), Some("hunter2"));
    scene.at(30);
    assert_eq!((scene.text(), scene.told()), (None, vec!["copied", "cleared"]));

    let mut scene = Scene::copied();
    scene.owner.board.text = Some("of another program".to_owned());
    scene.at(30);
    assert_eq!(scene.text(), Some("of another program"));
    assert_eq!(scene.told(), ["copied", "replaced"]);
}

#[test]
fn a_text_that_does_not_get_there_leaves_the_password_to_be_cleared() {
    for (failures, left) in [(0, Some("a name")), (1, None)] {
        let mut scene = Scene::copied();
        scene.owner.board.set = failures;
        scene.owner.serve(Request::Text("a name".to_owned()), scene.start);
        scene.at(30);
        assert_eq!(scene.text(), left, "{failures} failures");
    }
}

#[test]
fn a_second_password_that_does_not_get_there_leaves_the_first_to_be_cleared() {
    let mut scene = Scene::copied();
    scene.owner.board.set = 1;
    scene.copy("correct horse");
    scene.at(30);
    assert_eq!((scene.text(), scene.told()), (None, vec!["copied", "failed", "cleared"]));
}

#[test]
fn one_failure_of_the_clipboard_is_tried_again() {
    for (get, clear) in [(1, 0), (0, 1), (2, 2)] {
        let mut scene = Scene::copied();
        (scene.owner.board.get, scene.owner.board.clear) = (get, clear);
        for second in 30..60 {
            scene.at(second);
        }
        assert_eq!(scene.text(), None, "{get} and {clear} failures");
        assert_eq!(scene.told(), ["copied", "failed", "cleared"], "each is told once");
    }
}

#[test]
fn a_clipboard_that_never_answers_is_given_up() {
    let mut scene = Scene::copied();
    scene.owner.board.get = usize::MAX;
    for second in 30..600 {
        scene.at(second);
    }
    assert!(scene.owner.held.is_none(), "the value stays in memory for ever");
    assert_eq!(scene.told(), ["copied", "failed"]);
}

#[test]
fn a_lock_and_the_end_clear_at_once() {
    let mut scene = Scene::copied();
    scene.owner.serve(Request::Clear, scene.start);
    assert_eq!(scene.text(), None);

    let mut scene = Scene::copied();
    scene.owner.board.get = 1;
    let (done, ended) = mpsc::channel();
    scene.owner.serve(Request::End(done), scene.start);
    assert_eq!((ended.try_recv(), scene.text()), (Ok(()), None));
}
