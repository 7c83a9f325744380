/**
 * What the bastion answers over HTTP: few fixed paths, for programs, without a body and without a session. Knows nothing
 * of SSH.
 */
package dev.bastion.http;
