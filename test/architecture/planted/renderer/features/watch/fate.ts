export const fate = 'opened';
