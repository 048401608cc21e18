//! Actions and statuses, to and from JSON.

use backup_window::job::{Action, Explore, ExploreKind, Outcome};
use backup_window::wire::{ActionBody, Dropped, Kept, Status, vbo};
use chrono::{DateTime, Utc};

fn read(json: &str) -> Result<Action, String> {
    let body: ActionBody<Dropped> = serde_json::from_str(json).map_err(|error| error.to_string())?;
    body.read().map_err(|error| error.to_string())
}

fn at(text: &str) -> Option<DateTime<Utc>> {
    Some(text.parse().expect("an instant"))
}

#[test]
fn the_bodies_of_the_reference_are_read_and_written() {
    let explore = Explore {
        datetime: at("2019-04-12T10:54:40.2794046Z"),
        kind: Some(ExploreKind::Exchange),
        ..Explore::default()
    };
    for (json, action) in [
        (r#"{"enable":null}"#, Action::Enable),
        (r#"{"start":null}"#, Action::Start),
        (r#"{"stop":null}"#, Action::Stop),
        (r#"{"disable":null}"#, Action::Disable),
        (r#"{"explore":{"datetime":"2019-04-12T10:54:40.2794046Z","type":"vex"}}"#, Action::Explore(explore)),
    ] {
        assert_eq!(read(json).as_ref(), Ok(&action));
        assert_eq!(serde_json::from_str::<Action>(json).expect("an action"), action);
        assert_eq!(serde_json::to_string(&action).expect("JSON"), json);
    }
}

#[test]
fn what_is_explored_is_read_in_every_documented_form() {
    let all = |datetime: &str| {
        let json = format!(
            r#"{{"EXPLORE": {{"Datetime": "{datetime}", "Type": "VESP", "ShowDeleted": "true", "showAllVersions": false}}}}"#
        );
        match read(&json) {
            Ok(Action::Explore(explore)) => explore,
            other => panic!("{other:?}"),
        }
    };
    for (text, instant) in [
        ("2019-04-12T10:54:40.2794046Z", "2019-04-12T10:54:40.2794046Z"),
        ("2019-04-12T10:54:40+02:00", "2019-04-12T08:54:40Z"),
        ("2019-04-12 10:54:40.279", "2019-04-12T10:54:40.279Z"),
        ("2019-04-12 10:54:40", "2019-04-12T10:54:40Z"),
        ("2017.06.26 22:07:39", "2017-06-26T22:07:39Z"),
    ] {
        let explore = all(text);
        assert_eq!(explore.datetime, at(instant), "{text}");
        assert_eq!(explore.kind, Some(ExploreKind::SharePoint));
        assert_eq!((explore.show_deleted, explore.show_all_versions), (Some(true), Some(false)));
    }
    assert_eq!(read(r#"{"explore": {}}"#), Ok(Action::Explore(Explore::default())));
    let other = r#"{"explore":{"type":"Vexes"}}"#;
    let kind = Some(ExploreKind::Other("Vexes".into()));
    let action = Action::Explore(Explore { kind, ..Explore::default() });
    assert_eq!(read(other).as_ref(), Ok(&action));
    assert_eq!(serde_json::to_string(&action).expect("JSON"), other, "kept as it is spelled");
}

#[test]
fn what_is_no_action_is_an_error() {
    for (json, message) in [
        ("{}", "no action (expected enable, start, stop, disable or explore)"),
        (r#"{"pause": null}"#, "no action (expected enable, start, stop, disable or explore)"),
        (
            r#"{"start": null, "stop": null}"#,
            "both start and stop (expected one of enable, start, stop, disable or explore)",
        ),
        (
            r#"{"start": null, "explore": {}}"#,
            "both start and explore (expected one of enable, start, stop, disable or explore)",
        ),
        (r#"{"start": true}"#, "start: true is not null (expected null)"),
        (r#"{"start": null, "START": null}"#, "start: given more than once (expected null, once)"),
        (
            r#"{"explore": null}"#,
            "explore: null is not what to explore (expected an object with datetime and type)",
        ),
        (
            r#"{"explore": {"datetime": "yesterday"}}"#,
            "explore.datetime: \"yesterday\" is not a date and time (expected RFC 3339, such as 2018-06-02T02:00:00Z)",
        ),
        (
            r#"{"explore": {"showDeleted": 1}}"#,
            "explore.showDeleted: 1 is not a boolean (expected true or false)",
        ),
        (
            r#"{"explore": {"type": 1}}"#,
            "explore.type: 1 is not a type of session (expected vex, vesp, veod or vet)",
        ),
        ("[]", r#"a list is not an action (expected an object such as {"start": null})"#),
        (r#""start""#, r#""start" is not an action (expected an object such as {"start": null})"#),
    ] {
        assert_eq!(read(json), Err(message.to_owned()), "{json}");
        assert!(serde_json::from_str::<Action>(json).expect_err(json).to_string().contains(message));
    }
    let action =
        Action::Explore(Explore { datetime: at("2019-04-12T10:54:40.000000001Z"), ..Explore::default() });
    assert!(
        serde_json::to_string(&action)
            .expect_err("nine decimals")
            .to_string()
            .contains("at most seven decimals")
    );
}

#[test]
fn unknown_properties_of_an_action_are_kept() {
    let json = r#"{"explore":{"type":"vet","scope":[1]},"reason":"audit"}"#;
    let body: ActionBody<Kept<serde_json::Value>> = serde_json::from_str(json).expect("JSON");
    assert_eq!(serde_json::to_string(&body).expect("JSON"), json);
    assert!(matches!(body.read(), Ok(Action::Explore(_))));
}

#[test]
fn a_status_is_read_in_any_case_and_kept_if_unknown() {
    for (name, outcome, is_running) in [
        ("Stopped", Some(Outcome::Stopped), false),
        ("Running", None, true),
        ("Success", Some(Outcome::Success), false),
        ("Failed", Some(Outcome::Failed), false),
        ("Warning", Some(Outcome::Warning), false),
        ("NotConfigured", None, false),
        ("Disconnected", None, false),
        ("Queued", None, true),
        ("None", None, false),
        ("Idle", None, false),
        ("WaitingTape", None, true),
        ("Something new", None, false),
    ] {
        let status = Status::of(name);
        assert_eq!((status.name(), status.outcome(), status.is_running()), (name, outcome, is_running));
        assert_eq!(Status::of(&name.to_lowercase()).outcome(), outcome);
    }
    let status = |json: &str| {
        let job: vbo::Job<Dropped> = serde_json::from_str(json).expect("JSON");
        job.status().map_err(|error| error.to_string())
    };
    assert_eq!(status(r#"{"lastStatus": "success"}"#), Ok(Some(Status::Success)));
    assert_eq!(status(r#"{"lastStatus": null}"#), Ok(None));
    assert_eq!(status("{}"), Ok(None));
    assert_eq!(
        status(r#"{"lastStatus": 3}"#),
        Err("lastStatus: 3 is not a status (expected a name such as Success)".to_owned())
    );
}
