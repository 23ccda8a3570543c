package io.aliasdefender.payload;

import java.util.List;

/**
 * How an {@link OrderRequest} went.
 *
 * @param done whether everything that was ordered was done
 * @param sentences one for each alias
 */
public record OrderAnswer(boolean done, List<String> sentences) {
    public OrderAnswer {
        sentences = List.copyOf(sentences);
    }
}
