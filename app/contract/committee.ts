// Calls about the committee before the opening: rehearsal, quorum, members.

export const COMMITTEE_CALLS = {} as const;
