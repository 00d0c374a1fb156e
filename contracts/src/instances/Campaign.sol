// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {ICampaign} from "../interfaces/ICampaign.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IRulebook} from "../interfaces/IRulebook.sol";
import {ActType, Face, Kind, Role} from "../libraries/Types.sol";
import {Settlement} from "./Settlement.sol";

/// @notice One offer of units, all or nothing, that executes itself. See {ICampaign}.
contract Campaign is Settlement {
    uint64 private constant LONGEST = 180 days;
    /// @dev Whatever the rulebook says: a settlement must be able to add it to the time.
    uint64 private constant LONGEST_MORATORIUM = 3650 days;

    constructor(IMarketMaster master) Settlement(master) {}

    // -- acts

    /// @inheritdoc ICampaign
    function propose(
        address face, address money, uint256 price, uint256 minimum, uint256 maximum, uint64 opensAt, uint64 closesAt,
        bytes32 disclosure
    ) external {
        address door = _entrant();
        require(_state == State.None, CampaignOutOfState(_state, State.None));
        require(MASTER.roleOf(door) == Role.Issuer, CampaignNotAnIssuer(door));
        Face memory f = MASTER.faceOf(face);
        require(f.kind == Kind.Equity && f.issuer == door, CampaignNotYourClass(face, door));
        require(MASTER.faceOf(money).kind == Kind.Money, CampaignNotMoney(money));
        bool bounded = price <= type(uint64).max && maximum <= type(uint64).max && price * maximum <= type(uint64).max;
        require(bounded && price != 0 && minimum != 0 && minimum <= maximum, CampaignBadTerms());
        bool inOrder = block.timestamp < opensAt && opensAt < closesAt && closesAt - opensAt <= LONGEST;
        require(inOrder, CampaignBadDates(opensAt, closesAt, block.timestamp));

        address operator = MASTER.participant(door).parent;
        _terms = Terms(
            door, operator, face, money, uint64(price), uint64(minimum), uint64(maximum), opensAt, closesAt, disclosure
        );
        _state = State.Proposed;

        emit Proposed(door, operator, face, money, price, minimum, maximum, opensAt, closesAt, disclosure);
    }

    /// @inheritdoc ICampaign
    /// @dev The rules that a campaign is held to (R8 to R19) are pinned here.
    function approve() external {
        address door = _entrant();
        require(door == _terms.operator, CampaignWrongActor(door, _terms.operator));
        _requireState(State.Proposed);
        MASTER.requireActive(_terms.issuer);
        MASTER.requireActive(MASTER.faceOf(_terms.money).trustee);
        require(block.timestamp < _terms.closesAt, CampaignBadDates(_terms.opensAt, _terms.closesAt, block.timestamp));
        IRulebook rules = _rulebook();
        rules.launch(_terms.issuer);
        _state = State.Approved;
        _feeSlabs = rules.figure("R16", 0);
        uint256 moratorium = rules.figure("R19", 0);
        require(moratorium <= LONGEST_MORATORIUM, CampaignMoratoriumTooLong(moratorium));
        _moratorium = uint64(moratorium);
        _coolingOffEndsAt = rules.coolingOffEnd(_terms.closesAt);
        emit Approved(door, _feeSlabs, _moratorium, _coolingOffEndsAt);
    }

    /// @inheritdoc ICampaign
    function reject(bytes32 reason) external {
        address door = _entrant();
        require(door == _terms.operator, CampaignWrongActor(door, _terms.operator));
        _requireState(State.Proposed);
        _state = State.Cancelled;
        emit Rejected(door, reason);
    }

    /// @inheritdoc ICampaign
    /// @dev An exit: by the issuer before the opening.
    function cancel(bytes32 reason) external {
        address door = _actor();
        require(door == _terms.issuer, CampaignWrongActor(door, _terms.issuer));
        State now_ = state();
        require(now_ == State.Proposed || now_ == State.Approved || now_ == State.Ready, CampaignOutOfState(now_, State.Proposed));
        _state = State.Cancelled;
        emit Cancelled(door, reason);
        _giveBackUnits();
    }

    /// @inheritdoc ICampaign
    function pledge(uint256 units, uint256 least) external {
        address door = _entrant();
        require(MASTER.roleOf(door) == Role.Investor, CampaignNotAnInvestor(door));
        _requireState(State.Live);
        MASTER.requireActive(_terms.issuer); // and with it its operator
        Pledge storage p = _pledges[door];
        require(p.withdrawnAt < block.timestamp, CampaignPledgeTooSoon(p.withdrawnAt));
        uint256 left = _terms.maximum - unitsPledged;
        if (units > left) units = left;
        require(units >= least, CampaignTooFewLeft(left, least));
        require(units != 0, CampaignZeroUnits());

        uint256 amount = units * _terms.price;
        if (p.firstAt == 0) {
            p.firstAt = uint64(block.timestamp);
            _list.push(door);
        }
        if (p.units == 0) ++_standing;
        p.units += uint64(units);
        unitsPledged += units;

        emit Pledged(door, units, amount, p.units, unitsPledged, _standing);
        _rulebook().book(_terms.issuer, amount);
        MASTER.pull(_terms.money, amount);
        // reaching the maximum closes the campaign at once and starts cooling-off
        if (unitsPledged == _terms.maximum) _close(_rulebook().coolingOffEnd(block.timestamp));
    }

    /// @inheritdoc ICampaign
    /// @dev An exit: asks no module, and no valid identity.
    function withdrawPledge() external {
        address door = _actor();
        State now_ = state();
        bool open = now_ == State.Live || now_ == State.Due || now_ == State.CoolingOff;
        require(open, CampaignOutOfState(now_, State.Live));
        require(block.timestamp < _coolingOffEndsAt, CampaignCoolingOffOver(_coolingOffEndsAt));
        Pledge storage p = _pledges[door];
        uint256 units = p.units;
        require(units != 0, CampaignNothingPledged(door));

        (p.units, p.withdrawnAt) = (0, uint64(block.timestamp));
        --_standing;
        unitsPledged -= units;

        emit PledgeWithdrawn(door, units, units * _terms.price, unitsPledged, _standing);
        MASTER.pay(_terms.money, door, units * _terms.price);
    }

    function acts() external pure returns (ActType[] memory list) {
        list = new ActType[](6);
        list[0] = ActType(
            this.propose.selector, 500_000, 1,
            "Propose(address template,address asset,uint256 most,address face,address money,uint256 price,uint256 minimum,uint256 maximum,uint64 opensAt,uint64 closesAt,bytes32 disclosure,uint256 nonce,uint256 deadline)"
        );
        list[1] = ActType(
            this.approve.selector, 300_000, 2,
            "Approve(address campaign,address asset,uint256 most,uint256 nonce,uint256 deadline)"
        );
        list[2] = ActType(
            this.reject.selector, 120_000, 2,
            "Reject(address campaign,address asset,uint256 most,bytes32 reason,uint256 nonce,uint256 deadline)"
        );
        list[3] = ActType(
            this.cancel.selector, 200_000, 1,
            "Cancel(address campaign,address asset,uint256 most,bytes32 reason,uint256 nonce,uint256 deadline)"
        );
        list[4] = ActType(
            this.pledge.selector, 500_000, 1,
            "Pledge(address campaign,address asset,uint256 most,uint256 units,uint256 least,uint256 nonce,uint256 deadline)"
        );
        list[5] = ActType(
            this.withdrawPledge.selector, 200_000, 1,
            "WithdrawPledge(address campaign,address asset,uint256 most,uint256 nonce,uint256 deadline)"
        );
    }
}
