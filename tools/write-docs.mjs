// Writes the pages that are generated from tables in the code; tests hold the pages to the tables.
import { writeFileSync } from 'node:fs';
import { configurationDocument } from '../dist/libs/platform/src/config/document-config.js';
import { codesDocument } from '../dist/libs/platform/src/documents/document-codes.js';

writeFileSync('docs/configuration.md', configurationDocument());
writeFileSync('docs/errors.md', codesDocument());
