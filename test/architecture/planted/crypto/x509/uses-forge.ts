export { rsa } from 'node-forge';
