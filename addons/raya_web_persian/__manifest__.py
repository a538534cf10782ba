{
    "name": "Persian Calendar and Digits",
    "summary": "Conversion of the Solar Hijri calendar and of Persian digits, for the server and the web client",
    "version": "19.0.1.0.0",
    "author": "Raya Service",
    "website": "https://github.com/raya-service/raya-service",
    "category": "Productivity",
    "license": "LGPL-3",
    "depends": ["web"],
    "assets": {
        "web.assets_backend": ["raya_web_persian/static/src/*.js"],
        "web.assets_unit_tests": ["raya_web_persian/static/tests/*.test.js"],
    },
}
