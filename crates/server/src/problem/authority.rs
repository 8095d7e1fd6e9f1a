//! Which problem it is when a step of the workflow cannot be taken, or a batch cannot be authorised.

use app::{BatchFault, BatchObstacle, Error};
use glossary::Workflow;
use glossary::workflow::WorkflowFault;

use super::broken_rule::broken_rule;
use super::{Code, Issue, IssueCode, Problem, Told};

/// Returns the problem of a step that cannot be taken: what the request leaves out is an issue of it, what the concept is not
/// is a conflict.
pub fn of_workflow(fault: &WorkflowFault) -> Problem {
    match fault {
        WorkflowFault::ReasonMissing => Problem::invalid(vec![Issue::of("reason", IssueCode::Missing)]),
        WorkflowFault::BatchMissing => Problem::invalid(vec![Issue::of("batch", IssueCode::Missing)]),
        WorkflowFault::RulesBroken(violations) => {
            Problem::invalid(violations.iter().map(broken_rule).collect())
        }
        other => Problem {
            issues: vec![Issue::told(String::new(), told(other))],
            ..Problem::new(Code::OutOfOrder)
        },
    }
}

/// Returns what keeps one concept from its batch.
pub fn obstacle(obstacle: &BatchObstacle) -> Issue {
    let (code, zh) = match &*obstacle.why {
        Error::Workflow(fault) => (fault.code(), in_chinese(fault)),
        Error::StaleConcept { current, .. } => (
            "has_changed",
            format!("放入批次之后又有修改，现在是第 {current} 版（提示：请重新审读后再放入）"),
        ),
        _ => ("no_such_concept", "没有这个词条".to_owned()),
    };
    let told = Told {
        code,
        en: obstacle.to_string(),
        zh: format!("{}：{zh}", obstacle.id),
    };
    Issue::told(format!("/concepts/{}", obstacle.id), told)
}

/// Returns what is wrong with what a batch says of itself.
pub fn batch_issue(fault: BatchFault) -> Issue {
    match fault {
        BatchFault::Missing(name) => Issue::of(name, IssueCode::Missing),
        BatchFault::NoDay(name) => Issue::of(name, IssueCode::BadDay),
        BatchFault::Control(name) => Issue::of(name, IssueCode::ControlCharacter),
        BatchFault::TooLong(name) => Issue::of(name, IssueCode::TooLong).with("max", 200),
    }
}

fn told(fault: &WorkflowFault) -> Told {
    Told {
        code: fault.code(),
        en: fault.to_string(),
        zh: in_chinese(fault),
    }
}

fn in_chinese(fault: &WorkflowFault) -> String {
    match fault {
        WorkflowFault::WrongOrder { from, to } => {
            format!("词条不能从“{}”变为“{}”", state(*from), state(*to))
        }
        WorkflowFault::OwnWorkReviewed(author) => {
            format!("`{author}` 是这一版的作者，不能审读（提示：请另一位审读人审读）")
        }
        WorkflowFault::NotReviewed => "这一版还没有审读（提示：请先审读）".to_owned(),
        WorkflowFault::BatchMissing => "没有写明批次（提示：请在 `batch` 中写明批次）".to_owned(),
        WorkflowFault::BatchNeeded => {
            "术语、释义或法律依据与现行版本不同，或者还没有现行版本；只有写法的改动才能不经批次（提示：请把词条放入批次）"
                .to_owned()
        }
        WorkflowFault::ReasonMissing => "没有写明理由（提示：请填写 `reason`）".to_owned(),
        WorkflowFault::NothingToWithdraw => "这个词条没有审定过的内容（提示：请删除草案）".to_owned(),
        WorkflowFault::RulesBroken(_) => "不符合词条规则（提示：读取词条，看是哪一条）".to_owned(),
    }
}

fn state(workflow: Workflow) -> &'static str {
    match workflow {
        Workflow::Draft => "草案",
        Workflow::Reviewed => "已审读",
        Workflow::Authorised => "已审定",
        Workflow::Withdrawn => "已撤回",
    }
}

#[cfg(test)]
mod tests {
    use glossary::ConceptId;

    use super::*;

    #[test]
    fn a_step_that_cannot_be_taken_says_why_in_both_languages() {
        let order = WorkflowFault::WrongOrder {
            from: Workflow::Authorised,
            to: Workflow::Reviewed,
        };
        for (fault, status, code, zh) in [
            (order, 409, "wrong_order", "词条不能从“已审定”变为“已审读”"),
            (
                WorkflowFault::OwnWorkReviewed("卓玛".to_owned()),
                409,
                "own_work_reviewed",
                "`卓玛` 是这一版的作者，不能审读（提示：请另一位审读人审读）",
            ),
            (WorkflowFault::ReasonMissing, 422, "missing", ""),
            (WorkflowFault::BatchMissing, 422, "missing", ""),
        ] {
            let problem = of_workflow(&fault);
            assert_eq!(problem.code.status().as_u16(), status);
            let issue = &problem.issues[0];
            let told = issue.told.as_ref();
            assert_eq!(told.map_or(issue.code.as_str(), |told| told.code), code);
            assert_eq!(told.map_or("", |told| &told.zh), zh);
        }
    }

    #[test]
    fn every_concept_in_the_way_is_named() {
        let why = Box::new(Error::Workflow(WorkflowFault::NotReviewed));
        let found = obstacle(&BatchObstacle {
            id: ConceptId::new(7),
            why,
        });
        assert_eq!(found.pointer, "/concepts/c-000007");
        let told = found.told.unwrap();
        assert_eq!(told.zh, "c-000007：这一版还没有审读（提示：请先审读）");
        assert_eq!(
            told.en,
            "`c-000007`: this revision has not been reviewed (hint: have it reviewed first)"
        );
    }
}
