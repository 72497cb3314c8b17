/**
 * Holds the one class that must live under {@code io.unitycatalog}: Delta recognises a Unity
 * Catalog delegate by that prefix of its class name, and only then lets the catalog choose the
 * location of a managed table.
 */
package io.unitycatalog.sandbox;
