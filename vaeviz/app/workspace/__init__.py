"""The workspace: pad, picture and map as one instrument in the page."""
