// Calls about results on paper: exports, the minutes, signatures.

export const MINUTES_CALLS = {} as const;
