package dev.bastion.ssh.sftp;

import dev.bastion.recorder.TransferPath;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Reads the head of a client's packet. */
final class RequestReader {

    /** The word for the one operation whose first name is no place of its own. */
    static final String SYMLINK = "symlink";

    static final String HARDLINK = "hardlink";
    static final String RENAME = "rename";
    static final String POSIX_RENAME = "posix-rename";

    private RequestReader() {}

    /** The request; its fields stand behind type and id. */
    static Request read(int type, Fields fields) throws MalformedSftpException {
        return switch (type) {
            case Wire.OPEN -> open(fields);
            case Wire.CLOSE -> new Request.Close(fields.handle());
            case Wire.READ -> new Request.Read(fields.handle(), fields.place("offset"), fields.u32());
            case Wire.WRITE -> new Request.Write(fields.handle(), fields.place("offset"), fields.u32());
            case Wire.STAT, Wire.LSTAT -> new Request.Look(fields.path());
            case Wire.FSTAT -> new Request.LookAtHandle(fields.handle());
            case Wire.SETSTAT -> change("setstat", fields.path(), Attributes.read(fields));
            case Wire.FSETSTAT -> new Request.SetOnHandle(fields.handle(), Attributes.read(fields));
            case Wire.OPENDIR -> new Request.OpenDirectory(fields.path());
            case Wire.READDIR -> new Request.ReadDirectory(fields.handle());
            case Wire.REMOVE -> change("remove", fields.path(), Attributes.NONE);
            case Wire.MKDIR -> change("mkdir", fields.path(), attributesIfAny(fields));
            case Wire.RMDIR -> change("rmdir", fields.path(), Attributes.NONE);
            case Wire.REALPATH -> new Request.Resolve(fields.path());
            case Wire.RENAME -> change(RENAME, fields.path(), fields.path());
            case Wire.READLINK -> new Request.ReadLink(fields.path());
            case Wire.SYMLINK -> symlink(fields.path(), fields.path());
            case Wire.EXTENDED -> extended(fields);
            default -> throw new MalformedSftpException("packet type " + type + " is no request");
        };
    }

    /** A whole REALPATH packet that asks for the directory in which the server starts. */
    static byte[] whereWeAre(int id) {
        return ByteBuffer.allocate(Wire.HEADER + 5)
                .putInt(Wire.HEADER + 1)
                .put((byte) Wire.REALPATH)
                .putInt(id)
                .putInt(1)
                .put((byte) '.')
                .array();
    }

    private static Request open(Fields fields) throws MalformedSftpException {
        return new Request.Open(fields.path(), fields.u32(), attributesIfAny(fields));
    }

    private static Request extended(Fields fields) throws MalformedSftpException {
        String name = Extensions.name(fields.string("extension name", Wire.MAX_EXTENSION_NAME));
        return switch (name) {
            case Extensions.POSIX_RENAME -> change(POSIX_RENAME, fields.path(), fields.path());
            case Extensions.HARDLINK -> change(HARDLINK, fields.path(), fields.path());
            case Extensions.LSETSTAT -> change("lsetstat", fields.path(), Attributes.read(fields));
            case Extensions.FSYNC -> new Request.AskHandle(fields.handle(), true, Wire.STATUS);
            case Extensions.FSTATVFS -> new Request.AskHandle(fields.handle(), false, Wire.EXTENDED_REPLY);
            case Extensions.STATVFS -> new Request.AskPath(fields.path());
            case Extensions.LIMITS, Extensions.USERS_GROUPS -> new Request.Ask(Wire.EXTENDED_REPLY);
            case Extensions.EXPAND_PATH -> new Request.ExpandPath(fields.path());
            case Extensions.HOME_DIRECTORY -> new Request.Ask(Wire.NAME);
            default -> new Request.Unknown(name);
        };
    }

    private static Request change(String operation, TransferPath path, Attributes attributes) {
        return new Request.Change(operation, path, Optional.empty(), attributes);
    }

    private static Request change(String operation, TransferPath path, TransferPath newPath) {
        return new Request.Change(operation, path, Optional.of(newPath), Attributes.NONE);
    }

    /** OpenSSH has the two names the other way round than the draft: first what the link points at, then the link. */
    private static Request symlink(TransferPath pointsAt, TransferPath link) {
        return change(SYMLINK, pointsAt, link);
    }

    private static Attributes attributesIfAny(Fields fields) throws MalformedSftpException {
        return fields.remaining() == 0 ? Attributes.NONE : Attributes.read(fields);
    }
}
