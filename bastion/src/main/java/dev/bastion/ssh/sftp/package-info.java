/**
 * What passes in an SFTP channel, or in one that runs the old {@code scp}: read as it flows, held against the grant's
 * permits, and told to the recorder file by file. Plain bytes in, plain bytes out; knows nothing of SSH channels, of
 * people or of disks.
 *
 * <p>SFTP is version 3 (draft-ietf-secsh-filexfer-02) as OpenSSH speaks it: its files {@code PROTOCOL},
 * {@code sftp-server.c} and {@code sftp-client.c}. The old protocol is that of OpenSSH's {@code scp.c}.
 */
package dev.bastion.ssh.sftp;
