{
    "name": "Raya Service: Base",
    "summary": "Roles, states, approvals, imports and texts that all floors of Raya Service stand on",
    "version": "19.0.1.0.0",
    "author": "Raya Service",
    "website": "https://github.com/raya-service/raya-service",
    "category": "Services/After-sales",
    "license": "LGPL-3",
    "depends": ["raya_web_persian", "base_import", "product", "mail", "resource"],
    "data": [
        "security/raya_service_base_groups.xml",
        "security/ir.model.access.csv",
        "security/raya_service_base_rules.xml",
        "data/ir_cron_data.xml",
        "views/res_config_settings_views.xml",
        "data/ir_actions_server_data.xml",
        "views/raya_approval_rule_views.xml",
        "views/res_users_views.xml",
        "views/raya_service_base_menus.xml",
    ],
    "demo": [
        "demo/res_users_demo.xml",
        "demo/product_demo.xml",
    ],
    "assets": {
        "web.assets_backend": ["raya_service_base/static/src/**/*"],
        "web.assets_unit_tests": ["raya_service_base/static/tests/*.test.js"],
    },
}
