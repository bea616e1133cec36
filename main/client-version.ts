// The program's version, as manifests and device records name it. A test holds it equal to package.json.
export const CLIENT_VERSION = '0.1.0';
