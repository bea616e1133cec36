// Calls about the auditor's work: device evidence, timeline, the tender in one file.

export const AUDIT_CALLS = {} as const;
