/**
 * Puts the layers on top of each other, as configuration sources with ordinals, and lets settings
 * run down from the group to catalogs, schemas, tables and volumes.
 *
 * <p>Invariant: dictionaries merge key by key, a list replaces the whole list, and every value of
 * the outcome still knows the layer, file and line that it came from.
 */
package io.datareplicator.config.layers;
