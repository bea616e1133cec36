import { app } from 'electron';
export const store = app;
