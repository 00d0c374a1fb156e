// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {ICounted, IRulebook} from "../interfaces/IRulebook.sol";
import {ActType, Participant} from "../libraries/Types.sol";
import {Calendar} from "./Calendar.sol";

/// @notice The ECF rules as dated figures, and the ceilings that are counted by person.
contract Rulebook is Calendar {
    uint256 private constant YEAR = 365 days;

    constructor(IMarketMaster master) Calendar(master) {}

    // -- ceilings by person

    /// @inheritdoc IRulebook
    function book(address issuer, uint256 amount) external {
        require(MASTER.templateOf(msg.sender) != address(0), RulebookOnlyInstance(msg.sender));
        address door = MASTER.actorUpon(msg.sender);
        require(amount <= type(uint64).max, RulebookAmountTooLarge(amount));
        Participant memory p = MASTER.participant(door);
        bytes32 ofKey = _ofKey(p.person, issuer);
        (uint256 total, uint256 ofIssuer, uint256 entries) = _used(p.person, ofKey);

        uint256 ceiling = figure("R4", uint8(p.class));
        require(ceiling == 0 || ofIssuer + amount <= ceiling, RulebookIssuerCeiling(ceiling, ofIssuer, amount));
        ceiling = figure("R4b", uint8(p.class));
        require(ceiling == 0 || total + amount <= ceiling, RulebookYearCeiling(ceiling, total, amount));

        _writeEntry(p.person, entries, Entry(msg.sender, uint64(block.timestamp), door, uint96(amount)));
        _keep(p.person, ofKey, total + amount, ofIssuer + amount, entries + 1);

        emit Booked(p.person, issuer, msg.sender, amount, total + amount, ofIssuer + amount);
    }

    /// @inheritdoc IRulebook
    /// @dev Each look is at the entry under a cursor; a dropped entry's place is taken by the last one.
    function tidy(bytes32 person, uint256 n) external {
        uint256 cursor = uint256(_word(_key("cursor", person, 0)));
        for (uint256 i; i < n; ++i) {
            (,, uint256 entries) = _used(person, 0);
            if (entries == 0) break;
            cursor %= entries;
            if (!_drop(person, cursor, entries)) ++cursor;
        }
        MASTER.write(_key("cursor", person, 0), bytes32(cursor));
    }

    /// @dev Drops the entry at `index` when it was given back or is a year old; an old one still counts for its issuer (R4).
    function _drop(bytes32 person, uint256 index, uint256 entries) private returns (bool) {
        Entry memory e = _readEntry(person, index);
        ICounted campaign = ICounted(e.campaign);
        bool givenBack = e.bookedAt < campaign.countsSince(e.door);
        if (!givenBack && block.timestamp < e.bookedAt + YEAR) return false;

        address issuer = campaign.issuer();
        bytes32 ofKey = _ofKey(person, issuer);
        (uint256 total, uint256 ofIssuer,) = _used(person, ofKey);
        total -= e.amount;
        if (givenBack) ofIssuer -= e.amount;
        if (index != entries - 1) _writeEntry(person, index, _readEntry(person, entries - 1));
        _keep(person, ofKey, total, ofIssuer, entries - 1);
        emit Tidied(person, issuer, e.amount, total, ofIssuer);
        return true;
    }

    /// @inheritdoc IRulebook
    function used(bytes32 person, address issuer) external view returns (uint256 total, uint256 ofIssuer, uint256 entries) {
        return _used(person, _ofKey(person, issuer));
    }

    function _used(bytes32 person, bytes32 ofKey)
        private
        view
        returns (uint256 total, uint256 ofIssuer, uint256 entries)
    {
        uint256 head = uint256(_word(_key("used", person, 0)));
        (total, entries) = (uint128(head), head >> 128);
        if (ofKey != 0) ofIssuer = uint256(_word(ofKey));
    }

    function _keep(bytes32 person, bytes32 ofKey, uint256 total, uint256 ofIssuer, uint256 entries) private {
        MASTER.write(_key("used", person, 0), bytes32(entries << 128 | total));
        MASTER.write(ofKey, bytes32(ofIssuer));
    }

    /// @dev R4 counts by person on both sides: an issuer's second door is no second ceiling.
    function _ofKey(bytes32 person, address issuer) private view returns (bytes32) {
        return _key("used of", person, uint256(MASTER.participant(issuer).person));
    }

    // -- entries: a pledge that counts, in two words

    struct Entry { address campaign; uint64 bookedAt; address door; uint96 amount; }

    function _writeEntry(bytes32 person, uint256 i, Entry memory e) private {
        bytes32 key = _key("entry", person, i);
        MASTER.write(key, bytes32(uint256(uint160(e.campaign)) << 96 | e.bookedAt));
        MASTER.write(_after(key, 1), bytes32(uint256(uint160(e.door)) << 96 | e.amount));
    }

    function _readEntry(bytes32 person, uint256 i) private view returns (Entry memory) {
        bytes32 key = _key("entry", person, i);
        (uint256 one, uint256 two) = (uint256(_word(key)), uint256(_word(_after(key, 1))));
        return Entry(address(uint160(one >> 96)), uint64(one), address(uint160(two >> 96)), uint96(two));
    }

    // -- campaigns

    /// @inheritdoc IRulebook
    function launch(address issuer) external {
        require(MASTER.templateOf(msg.sender) != address(0), RulebookOnlyInstance(msg.sender));
        Participant memory p = MASTER.participant(issuer);
        address door = MASTER.actorUpon(msg.sender);
        require(door == p.parent, RulebookNotTheIssuersOperator(door, p.parent));
        bytes32 key = _key("live", p.person, 0);
        address live = address(uint160(uint256(_word(key))));
        require(live == address(0) || live == msg.sender || ICounted(live).isOver(), RulebookCampaignLive(issuer, live));
        MASTER.write(key, bytes32(uint256(uint160(msg.sender))));
    }

    function acts() external pure override returns (ActType[] memory list) {
        list = new ActType[](2);
        list[0] = ActType(
            this.setRule.selector, 160_000, 2,
            "SetRule(address rulebook,address asset,uint256 most,bytes32 rule,uint8 class,uint256 value,uint64 effectiveFrom,uint256 nonce,uint256 deadline)"
        );
        list[1] = ActType(
            this.publishCalendar.selector, 160_000, 2,
            "PublishCalendar(address rulebook,address asset,uint256 most,uint256 word,uint256 published,uint256 business,uint256 nonce,uint256 deadline)"
        );
    }
}
