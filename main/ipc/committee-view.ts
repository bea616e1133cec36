// The committee's views as the window gets them: the domain's, with lists of their own.
import type { CommitteeDetailView, CommitteeTenderView } from '../../app/contract/committee.ts';
import type { Report } from '../../app/contract/shapes.ts';
import type { CheckReport } from '../../app/domain/check-report.ts';
import type { CommitteeDetail, CommitteeTender } from '../../app/domain/committee-tender.ts';
import type { OpeningRule } from '../../app/domain/package-view.ts';

export function toTender(tender: CommitteeTender): CommitteeTenderView {
  return {
    ...tender,
    envelopes: tender.envelopes.map((envelope) => ({ ...envelope })),
    members: tender.members.map((member) => ({
      ...member,
      rehearsals: [...member.rehearsals],
      alarms: [...member.alarms],
    })),
  };
}

export function toDetail(detail: CommitteeDetail, toReport: (report: CheckReport) => Report): CommitteeDetailView {
  const { draft } = detail;
  return {
    ...detail,
    tender: toTender(detail.tender),
    candidates: [...detail.candidates],
    quorum: detail.quorum.map((one) => ({ ...one, holders: [...one.holders] })),
    draft: draft && {
      ...draft,
      report: toReport(draft.report),
      envelopes: draft.envelopes.map((envelope) => ({
        ...envelope,
        rule: toRule(envelope.rule),
        openers: [...envelope.openers],
        signers: [...envelope.signers],
      })),
    },
  };
}

type RuleView = NonNullable<CommitteeDetailView['draft']>['envelopes'][number]['rule'];

function toRule(rule: OpeningRule): RuleView {
  switch (rule.kind) {
    case 'members':
      return { ...rule, members: [...rule.members] };
    case 'quorum':
      return { ...rule, holders: [...rule.holders] };
    case 'single-lock':
      return { ...rule, officers: [...rule.officers] };
  }
}
