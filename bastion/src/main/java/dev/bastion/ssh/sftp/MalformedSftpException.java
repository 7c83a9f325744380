package dev.bastion.ssh.sftp;

import java.io.IOException;

/** A stream that is not SFTP version 3, or past a limit: nothing more can be told about it, so its channel must end. */
public final class MalformedSftpException extends IOException {

    private static final long serialVersionUID = 1L;

    MalformedSftpException(String message) {
        super(message);
    }
}
