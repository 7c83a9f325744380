package dev.bastion.ssh.sftp;

/** Numbers of SFTP version 3, as in OpenSSH's {@code sftp.h}, and the limits within which they are accepted. */
final class Wire {

    static final int INIT = 1;
    static final int VERSION = 2;
    static final int OPEN = 3;
    static final int CLOSE = 4;
    static final int READ = 5;
    static final int WRITE = 6;
    static final int LSTAT = 7;
    static final int FSTAT = 8;
    static final int SETSTAT = 9;
    static final int FSETSTAT = 10;
    static final int OPENDIR = 11;
    static final int READDIR = 12;
    static final int REMOVE = 13;
    static final int MKDIR = 14;
    static final int RMDIR = 15;
    static final int REALPATH = 16;
    static final int STAT = 17;
    static final int RENAME = 18;
    static final int READLINK = 19;
    static final int SYMLINK = 20;
    static final int STATUS = 101;
    static final int HANDLE = 102;
    static final int DATA = 103;
    static final int NAME = 104;
    static final int ATTRS = 105;
    static final int EXTENDED = 200;
    static final int EXTENDED_REPLY = 201;

    static final int OPEN_READ = 0x01;
    static final int OPEN_WRITE = 0x02;
    static final int OPEN_APPEND = 0x04;
    static final int OPEN_CREATE = 0x08;
    static final int OPEN_TRUNCATE = 0x10;
    static final int OPEN_EXCLUSIVE = 0x20;

    /** The one version that is spoken. */
    static final int SPOKEN = 3;

    /** Length word, type, and id or version. */
    static final int HEADER = 9;

    /** Largest packet less its length word: OpenSSH's {@code SFTP_MAX_MSG_LENGTH}. */
    static final int MAX_LENGTH = 256 * 1024;

    /** How much of a packet that carries no file content is looked at; two paths and their attributes fit. */
    static final int MAX_HEAD = 16 * 1024;

    static final int MAX_VERSION_LENGTH = 32 * 1024;
    static final int MAX_HANDLE = 256;
    static final int MAX_PATH = 4096;
    static final int MAX_EXTENSION_NAME = 256;
    static final int MAX_STATUS_TEXT = 1024;

    /** No file reaches further; sums of such numbers and a packet's length stay below 2^63. */
    static final long MAX_PLACE = 1L << 62;

    /** Files and directories open at a time. */
    static final int MAX_HANDLES = 1024;

    /** paramiko asks for a whole file before it reads the first answer: 32 KiB times this is 4 GiB ahead. */
    static final int MAX_PENDING = 128 * 1024;

    /** Bytes of names in requests that wait for an answer. */
    static final int MAX_PENDING_TEXT = 1024 * 1024;

    /** Bytes of file content that arrived ahead of their turn, per channel: 64 of OpenSSH's largest requests. */
    static final int MAX_AHEAD = 16 * 1024 * 1024;

    /** Answers of our own that wait for the end of a packet of the server's. */
    static final int MAX_ANSWERS = 4096;

    private Wire() {}
}
