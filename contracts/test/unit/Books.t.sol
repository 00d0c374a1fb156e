// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMasterEvents} from "../../src/interfaces/IMasterEvents.sol";
import {ICampaign} from "../../src/interfaces/ICampaign.sol";
import {IRulebook} from "../../src/interfaces/IRulebook.sol";
import {Class, Role} from "../../src/libraries/Types.sol";
import {Town} from "../Town.sol";

/// @dev What the rulebook keeps of a person's pledges, against a list that is kept here: exact to the second and the sen.
contract BooksTest is Town {
    struct Booked { uint256 when; uint256 amount; address door; uint256 campaign; }

    uint256 private constant YEAR = 365 days;
    bytes32 private constant RITA = "rita's tag";
    ICampaign[2] private campaigns;
    address[2] private issuers;
    address[2] private doors;
    Booked[] private booked;

    /// @dev Rita has two doors at two operators, and two campaigns of two companies are live at once.
    function setUp() public override {
        super.setUp();
        address olga = _admitStaffed(Role.Operator, "olga");
        _link(tan, olga);
        doors[0] = _admitPerson(omar, Role.Investor, "rita", tan, Class.Angel, RITA);
        doors[1] = _admitPerson(olga, Role.Investor, "rita too", tan, Class.Angel, RITA);
        address jana = _admitClient(olga, Role.Issuer, "jana", tan, Class.None);
        address face = _createClass(jana, tan);
        campaigns[0] = _propose(ida, shares);
        campaigns[1] = _propose(jana, face);
        issuers = [ida, jana];
        _approve(omar, campaigns[0]);
        _approve(olga, campaigns[1]);
        _mintUnits(shares, address(campaigns[0]), MAXIMUM);
        _mintUnits(face, address(campaigns[1]), MAXIMUM);
        vm.warp(campaigns[0].terms().opensAt);
        for (uint256 i; i < 2; ++i) {
            _deposit(doors[i], 2 * MAXIMUM * PRICE);
        }
        _depositAndPledge(ivan, campaigns[0], MINIMUM);
    }

    // -- the reference

    function _pledgeOne(uint256 seed) private {
        (address door, uint256 c) = (doors[seed % 2], (seed >> 1) % 2);
        uint256 units = 1 + (seed >> 8) % 90;
        _pledge(door, campaigns[c], units);
        booked.push(Booked(block.timestamp, units * PRICE, door, c));
    }

    function _withdrawOne(uint256 seed) private {
        (address door, uint256 c) = (doors[seed % 2], (seed >> 1) % 2);
        if (campaigns[c].pledgeOf(door).units == 0) return;
        _withdrawPledge(door, campaigns[c]);
        for (uint256 i; i < booked.length; ++i) {
            if (booked[i].door == door && booked[i].campaign == c) booked[i].amount = 0;
        }
    }

    function _wanted(uint256 campaign) private view returns (uint256 ofYear, uint256 ofIssuer) {
        for (uint256 i; i < booked.length; ++i) {
            bool over = campaigns[booked[i].campaign].isOver();
            if (!over || block.timestamp < booked[i].when + YEAR) ofYear += booked[i].amount;
            if (booked[i].campaign == campaign) ofIssuer += booked[i].amount;
        }
    }

    function _compare() private {
        for (uint256 i; i < 4; ++i) {
            IRulebook(rulebook).tidy(RITA, 11); // in whatever steps
        }
        for (uint256 c; c < 2; ++c) {
            (uint256 total, uint256 ofIssuer, uint256 entries) = IRulebook(rulebook).used(RITA, issuers[c]);
            (uint256 ofYear, uint256 wanted) = _wanted(c);
            vm.assertEq(total, ofYear, "over the year");
            vm.assertEq(ofIssuer, wanted, "with the issuer");
            vm.assertLe(entries, booked.length, "no more entries than pledges");
        }
    }

    // -- the walk

    /// forge-config: default.fuzz.runs = 64
    /// @dev Pledges, withdrawals and tidying in any order; then one campaign settles, the other fails, and a year goes by.
    function testFuzz_exact_to_the_second(uint64[14] calldata seeds, uint32 later) external {
        for (uint256 i; i < seeds.length; ++i) {
            vm.warp(block.timestamp + 1 + (seeds[i] >> 24) % 1 days);
            if (seeds[i] % 5 == 0) _withdrawOne(seeds[i] >> 4);
            else if (seeds[i] % 7 == 0) IRulebook(rulebook).tidy(RITA, 1 + (seeds[i] >> 4) % 3);
            else _pledgeOne(seeds[i] >> 4);
            if (i % 5 == 4) _compare();
        }
        _coolOff(campaigns[0]);
        campaigns[0].settle(5);
        vm.warp(campaigns[1].terms().closesAt + 200 days); // nobody has closed the other one yet
        _compare();
        vm.warp(campaigns[0].terms().opensAt + 360 days + later % 25 days);
        _compare();
        uint256 raised = campaigns[1].unitsPledged();
        if (raised >= MINIMUM) return;
        campaigns[1].close();
        for (uint256 i; i < booked.length; ++i) {
            if (booked[i].campaign == 1) booked[i].amount = 0;
        }
        _compare();
    }

    function test_three_pledges_to_a_campaign_are_one_entry() external {
        for (uint256 i; i < 7; ++i) {
            vm.warp(block.timestamp + 1);
            _pledge(doors[0], campaigns[0], 1);
        }
        (uint256 total,, uint256 entries) = IRulebook(rulebook).used(RITA, ida);
        vm.assertEq(total, 7 * PRICE, "all of it");
        vm.assertEq(entries, 3, "in three");
        vm.warp(block.timestamp + 1);
        _pledge(doors[1], campaigns[0], 1);
        (,, entries) = IRulebook(rulebook).used(RITA, ida);
        vm.assertEq(entries, 4, "another door has its own");
    }

    function test_only_a_campaign_that_was_launched_books() external {
        vm.expectRevert(abi.encodeWithSelector(IMasterEvents.MasterNotActing.selector, address(this)));
        IRulebook(rulebook).book(ida, "company", 1, 0, 1, false);
    }
}
