package dev.bastion.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Words as picocli takes them: the texts of {@code --reason} and {@code --note} gathered into one argument each. */
final class Arguments {
    private static final Set<String> TEXTS = Set.of("--reason", "--note");

    private Arguments() {}

    /**
     * Gathers free texts: every word up to the next {@code --option} belongs to them, joined by one blank.
     *
     * @throws UsageException when a text is empty
     */
    static List<String> of(List<Word> words) {
        List<String> arguments = new ArrayList<>();
        int i = 0;
        while (i < words.size()) {
            Word word = words.get(i++);
            String option = textOption(word);
            if (option.isEmpty()) {
                arguments.add(word.text());
                continue;
            }
            List<String> text = new ArrayList<>();
            if (word.text().length() > option.length()) {
                text.add(word.text().substring(option.length() + 1));
            }
            while (i < words.size() && !words.get(i).isOption()) {
                text.add(words.get(i++).text());
            }
            arguments.add(option + "=" + said(option, String.join(" ", text).strip()));
        }
        return arguments;
    }

    /** Whether the words ask for JSON, known before they are understood so that an error is JSON too. */
    static boolean json(List<Word> words) {
        return words.stream().anyMatch(word -> !word.quoted() && word.text().equals("--json"));
    }

    private static String textOption(Word word) {
        if (!word.isOption()) {
            return "";
        }
        int equals = word.text().indexOf('=');
        String name = equals < 0 ? word.text() : word.text().substring(0, equals);
        return TEXTS.contains(name) ? name : "";
    }

    private static String said(String option, String text) {
        if (text.isEmpty()) {
            throw new UsageException("%s has no text".formatted(option), "%s disk is full".formatted(option));
        }
        return text;
    }
}
