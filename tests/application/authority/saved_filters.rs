//! Filters that are kept under a name.

use access::KeepFilters;
use app::{Filter, MAX_SAVED_FILTERS};

use super::*;

fn named(filters: Vec<app::SavedFilter>) -> Vec<String> {
    let line = |saved: app::SavedFilter| format!("{} {} {}", saved.name, saved.filter, saved.saved_by);
    filters.into_iter().map(line).collect()
}

#[test]
fn a_filter_is_kept_for_its_owner_shared_with_editors_and_deleted() {
    let office = Office::open();
    let app = &office.application.app;
    let own = office.permit::<KeepFilters>(&office.author);
    let drafts = office.permit::<ReadDrafts>(&office.author);
    let other = office.permit::<KeepFilters>(&office.reviewer);
    let filter: Filter = "without:bo  author:\"索朗 ཚེ་རིང\"".parse().unwrap();
    let kept = app.save_filter(&own, None, " 缺藏文 ", &filter).unwrap();
    app.save_filter(&own, Some(&drafts), "ཟིན་བྲིས་", &"workflow:draft".parse().unwrap())
        .unwrap();
    let own_ones = named(app.list_saved_filters(&own, Some(&drafts)).unwrap());
    assert_eq!(
        own_ones,
        [
            "ཟིན་བྲིས་ workflow:draft 卓玛",
            "缺藏文 without:bo author:\"索朗 ཚེ་རིང\" 卓玛",
        ]
    );
    // Others see what is shared if they edit, and cannot delete it.
    let seen = named(app.list_saved_filters(&other, Some(&drafts)).unwrap());
    assert_eq!(seen, ["ཟིན་བྲིས་ workflow:draft 卓玛"]);
    assert!(app.list_saved_filters(&other, None).unwrap().is_empty());
    assert!(matches!(
        app.delete_saved_filter(&other, &kept.id),
        Err(Error::NoSuchFilter)
    ));
    app.delete_saved_filter(&own, &kept.id).unwrap();
    assert_eq!(app.list_saved_filters(&own, None).unwrap().len(), 1);
}

#[test]
fn a_filter_that_cannot_be_kept_is_refused() {
    let office = Office::open();
    let app = &office.application.app;
    let own = office.permit::<KeepFilters>(&office.author);
    let filter: Filter = "without:bo".parse().unwrap();
    for name in ["", " \u{3000}", "a\nb", &"法".repeat(61)] {
        let refused = app.save_filter(&own, None, name, &filter);
        assert!(matches!(refused, Err(Error::BadFilterName)), "{name:?}");
    }
    let empty = app.save_filter(&own, None, "全部", &Filter::default());
    assert!(matches!(empty, Err(Error::EmptyFilter)));
    for n in 0..MAX_SAVED_FILTERS {
        app.save_filter(&own, None, &format!("{n}"), &filter).unwrap();
    }
    let more = app.save_filter(&own, None, "多", &filter);
    assert!(matches!(
        more,
        Err(Error::TooManyFilters {
            most: MAX_SAVED_FILTERS
        })
    ));
    // One of them can still be saved anew.
    app.save_filter(&own, None, "7", &"workflow:draft".parse().unwrap())
        .unwrap();
    let kept = app.list_saved_filters(&own, None).unwrap();
    assert_eq!(kept.len() as u64, MAX_SAVED_FILTERS);
}
