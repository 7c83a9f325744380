package dev.bastion.ssh.sftp;

import dev.bastion.recorder.TransferPath;
import java.util.Optional;

/** What a client asks, as its packet says it. Each lists the replies that answer it, besides STATUS, which answers any. */
sealed interface Request {

    /** The type of the reply that answers it well; STATUS where there is no other. */
    int reply();

    /** Bytes of names that are kept until it is answered. */
    default int text() {
        return 0;
    }

    /** A request about something that is open. */
    sealed interface OnHandle extends Request {
        Handle handle();
    }

    record Open(TransferPath path, int flags, Attributes attributes) implements Request {
        @Override
        public int reply() {
            return Wire.HANDLE;
        }

        @Override
        public int text() {
            return path.text().length();
        }

        boolean has(int flag) {
            return (flags & flag) != 0;
        }

        /** OpenSSH opens for reading whatever is not opened for writing, flags or none. */
        boolean reads() {
            return has(Wire.OPEN_READ) || !has(Wire.OPEN_WRITE);
        }

        boolean writes() {
            return (flags & ~Wire.OPEN_READ) != 0;
        }
    }

    record OpenDirectory(TransferPath path) implements Request {
        @Override
        public int reply() {
            return Wire.HANDLE;
        }

        @Override
        public int text() {
            return path.text().length();
        }
    }

    record Close(Handle handle) implements OnHandle {
        @Override
        public int reply() {
            return Wire.STATUS;
        }
    }

    record Read(Handle handle, long offset, int length) implements OnHandle {
        @Override
        public int reply() {
            return Wire.DATA;
        }
    }

    record Write(Handle handle, long offset, int length) implements OnHandle {
        @Override
        public int reply() {
            return Wire.STATUS;
        }
    }

    record ReadDirectory(Handle handle) implements OnHandle {
        @Override
        public int reply() {
            return Wire.NAME;
        }
    }

    /** STAT and LSTAT. */
    record Look(TransferPath path) implements Request {
        @Override
        public int reply() {
            return Wire.ATTRS;
        }

        @Override
        public int text() {
            return path.text().length();
        }
    }

    /** FSTAT. */
    record LookAtHandle(Handle handle) implements OnHandle {
        @Override
        public int reply() {
            return Wire.ATTRS;
        }
    }

    /** FSETSTAT. */
    record SetOnHandle(Handle handle, Attributes attributes) implements OnHandle {
        @Override
        public int reply() {
            return Wire.STATUS;
        }
    }

    /** fsync and fstatvfs. */
    record AskHandle(Handle handle, boolean changes, int reply) implements OnHandle {}

    /** REALPATH. */
    record Resolve(TransferPath path) implements Request {
        @Override
        public int reply() {
            return Wire.NAME;
        }

        @Override
        public int text() {
            return path.text().length();
        }
    }

    /** READLINK. */
    record ReadLink(TransferPath path) implements Request {
        @Override
        public int reply() {
            return Wire.NAME;
        }

        @Override
        public int text() {
            return path.text().length();
        }
    }

    /** expand-path. */
    record ExpandPath(TransferPath path) implements Request {
        @Override
        public int reply() {
            return Wire.NAME;
        }

        @Override
        public int text() {
            return path.text().length();
        }
    }

    /** statvfs. */
    record AskPath(TransferPath path) implements Request {
        @Override
        public int reply() {
            return Wire.EXTENDED_REPLY;
        }

        @Override
        public int text() {
            return path.text().length();
        }
    }

    /** A question that changes nothing and is not recorded. */
    record Ask(int reply) implements Request {}

    /** A change to a name: what it does is done when it is answered. */
    record Change(String operation, TransferPath path, Optional<TransferPath> newPath, Attributes attributes)
            implements Request {
        @Override
        public int reply() {
            return Wire.STATUS;
        }

        @Override
        public int text() {
            return path.text().length()
                    + newPath.map(second -> second.text().length()).orElse(0);
        }
    }

    /** Something that is not read here, and so does not pass. */
    record Unknown(String name) implements Request {
        @Override
        public int reply() {
            return Wire.STATUS;
        }
    }
}
