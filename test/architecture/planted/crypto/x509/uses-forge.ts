export { pki } from 'node-forge';
