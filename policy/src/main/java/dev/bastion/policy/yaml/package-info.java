/**
 * Reads the YAML files that people keep. Every problem is found in one reading and told with key, line and column; unknown
 * and repeated keys are problems; anchors, aliases, tags, further documents and what is too deep or too long are refused
 * before anything is built from them. The cursors know nothing of policies: other files are read with them too.
 */
package dev.bastion.policy.yaml;
