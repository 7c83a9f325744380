package dev.bastion.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.bastion.control.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A notice as the text of a Slack message (mrkdwn). What somebody wrote stands between backticks with its own taken out, so
 * that it is neither a link nor a mention nor of any other shape; {@code & < >} are escaped as Slack asks, so that no
 * {@code <!channel>} comes about; and each {@code @} is a wide one, for those who would call people by the name behind it
 * nevertheless. Stateless.
 */
final class SlackMessage {
    private static final int LONGEST = 1_000;
    private static final char WIDE_AT = '\uff20';

    private SlackMessage() {}

    static byte[] of(NoticeText notice) {
        List<String> lines = new ArrayList<>();
        lines.add(harmless(notice.headline()));
        Stream.concat(notice.facts().stream(), notice.commands().stream())
                .forEach(line -> lines.add(harmless(line.label()) + ": `" + harmless(line.text()) + "`"));
        return JsonNodeFactory.instance
                .objectNode()
                .put("text", String.join("\n", lines))
                // Nothing in it is looked for: neither addresses nor names, nor what lies behind a link.
                .put("parse", "none")
                .put("link_names", false)
                .put("unfurl_links", false)
                .put("unfurl_media", false)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String harmless(String text) {
        return PlainText.line(text, LONGEST)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace('`', '\'')
                .replace('@', WIDE_AT);
    }
}
