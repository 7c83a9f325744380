package dev.bastion.ssh.sftp;

/** What a handle stands for. */
sealed interface OpenHandle permits FileTransfer, OpenHandle.Other {

    /** What has no content of its own. */
    enum Other implements OpenHandle {
        /** An open directory. */
        DIRECTORY,
        /** The request is about a name, or about nothing. */
        NONE
    }
}
