package dev.bastion.http;

import static java.util.Objects.requireNonNull;

import dev.bastion.krl.KrlPublisher;
import dev.bastion.krl.PublishedKrl;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/**
 * The list of what is revoked, for the hosts' {@code RevokedKeys}; to whoever has it already it says so (RFC 9110,
 * section 13). Nothing in it is secret. Thread-safe; it answers from memory.
 */
final class KrlPage {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.RFC_1123_DATE_TIME;

    private final KrlPublisher krl;

    KrlPage(KrlPublisher krl) {
        this.krl = requireNonNull(krl, "krl is null");
    }

    void answer(Context context) {
        PublishedKrl list = krl.current();
        String tag = "\"" + list.digest() + "\"";
        context.header("ETag", tag)
                .header("Last-Modified", HTTP_DATE.format(list.generated().atZone(ZoneOffset.UTC)))
                .header("Cache-Control", "no-cache")
                .header("X-Content-Type-Options", "nosniff");
        if (hasIt(context, list, tag)) {
            context.status(304);
            return;
        }
        context.contentType("application/octet-stream").result(list.bytes());
    }

    /** The tag where one is named, whatever the date says. */
    private static boolean hasIt(Context context, PublishedKrl list, String tag) {
        String tags = context.header("If-None-Match");
        if (tags != null) {
            return Arrays.stream(tags.split(","))
                    .map(String::strip)
                    .anyMatch(one -> one.equals("*") || one.equals(tag) || one.equals("W/" + tag));
        }
        String since = context.header("If-Modified-Since");
        return since != null && !list.generated().isAfter(moment(since));
    }

    /** A date that is none asks for everything. */
    private static Instant moment(String httpDate) {
        try {
            return ZonedDateTime.parse(httpDate, HTTP_DATE).toInstant();
        } catch (DateTimeException notOne) {
            return Instant.MIN;
        }
    }
}
