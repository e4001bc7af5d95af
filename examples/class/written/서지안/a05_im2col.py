# kind: damaged
# what: saved as a web page from the browser: ungraded
# damage: web_page
