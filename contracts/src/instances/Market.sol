// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarket} from "../interfaces/IMarket.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {ActType, Certificate, Kind, Role} from "../libraries/Types.sol";
import {Instance} from "./Instance.sol";

/// @notice See {IMarket}. Offered certificates stay with their owners, encumbered to this market.
contract Market is Instance, IMarket {
    address public face;
    address public money;
    address public operator;
    uint256 private _lastOffer;
    mapping(uint256 offer => Offer) private _offers;

    constructor(IMarketMaster master) Instance(master) {}

    // -- acts

    /// @inheritdoc IMarket
    function open(address face_, address money_) external {
        address door = _entrant();
        require(face == address(0), MarketAlreadyOpen());
        require(MASTER.roleOf(door) == Role.Operator, MarketNotAnOperator(door));
        require(MASTER.faceOf(face_).kind == Kind.Equity, MarketNotEquity(face_));
        require(MASTER.faceOf(money_).kind == Kind.Money, MarketNotMoney(money_));
        address wanted = MASTER.participant(MASTER.faceOf(face_).issuer).parent;
        require(door == wanted, MarketNotTheIssuersOperator(door, wanted));
        MASTER.claim(keccak256(abi.encode(face_, money_)));
        (face, money, operator) = (face_, money_, door);
        emit MarketOpened(door, face_, money_);
    }

    /// @inheritdoc IMarket
    function offer(uint256 certificate, uint256 units, uint256 price, uint64 expiresAt) external {
        address door = _investor();
        require(price != 0, MarketPriceZero());
        require(price <= type(uint64).max, MarketPriceTooHigh(price));
        require(expiresAt > block.timestamp, MarketExpiryPassed(expiresAt, block.timestamp));
        MASTER.requireActive(MASTER.faceOf(money).trustee); // no new order in the money of one that is closed
        uint32 encumbrance = MASTER.encumber(face, certificate, units);
        uint256 id = ++_lastOffer;
        _offers[id] = Offer(door, uint64(units), uint64(price), expiresAt, uint64(certificate), encumbrance);
        emit Offered(id, door, certificate, units, price, expiresAt);
    }

    /// @inheritdoc IMarket
    /// @dev Delivery versus payment: both legs here, or neither.
    function take(uint256 id, uint256 units, uint256 price) external {
        address door = _investor();
        Offer memory o = _existing(id);
        require(block.timestamp <= o.expiresAt, MarketOfferExpired(id, o.expiresAt));
        require(price == o.price, MarketOtherPrice(id, o.price, price));
        require(units != 0, MarketUnitsZero());
        require(units <= o.units, MarketUnitsLeft(id, o.units, units));
        require(_isHeld(o), MarketNoSuchOffer(id));
        bytes32 person = MASTER.participant(door).person;
        require(person != MASTER.participant(o.seller).person, MarketSelfTrade(person));

        uint256 left = o.units - units;
        if (left == 0) delete _offers[id];
        else _offers[id].units = uint64(left);

        uint256 amount = units * price;
        MASTER.pull(money, amount);
        MASTER.pay(money, o.seller, amount);
        uint256 into = MASTER.deliver(face, o.certificate, units, door, 0);
        emit Taken(id, door, o.seller, into, units, price, amount, left);
    }

    /// @inheritdoc IMarket
    /// @dev An exit: asks no module, and no valid identity.
    function cancelOffer(uint256 id) external {
        address door = _actor();
        Offer memory o = _existing(id);
        require(o.seller == door, MarketNotYourOffer(id, o.seller));
        _end(id, o, "cancelled");
    }

    // -- steps

    /// @inheritdoc IMarket
    function expire(uint256 id) external step {
        Offer memory o = _existing(id);
        if (block.timestamp > o.expiresAt) _end(id, o, "expired");
        else if (!_isHeld(o)) _end(id, o, "ordered");
        else if (MASTER.certificateOf(face, o.certificate).epoch != MASTER.faceOf(face).epoch) _end(id, o, "converted");
        else revert MarketOfferNotExpired(id, o.expiresAt);
    }

    function _end(uint256 id, Offer memory o, bytes32 why) private {
        delete _offers[id];
        if (_isHeld(o)) MASTER.release(face, o.certificate);
        emit OfferEnded(id, o.seller, why, o.units);
    }

    // -- readings

    /// @inheritdoc IMarket
    function offerOf(uint256 id) external view returns (Offer memory) {
        return _offers[id];
    }

    function _investor() private view returns (address door) {
        door = _entrant();
        require(face != address(0), MarketNotOpen());
        MASTER.requireActive(operator);
        require(MASTER.roleOf(door) == Role.Investor, MarketNotAnInvestor(door));
    }

    /// @dev Whether the certificate is still encumbered for this offer: an order of the regulator may have taken it.
    function _isHeld(Offer memory o) private view returns (bool) {
        Certificate memory c = MASTER.certificateOf(face, o.certificate);
        return c.heldBy == address(this) && c.encumbrance == o.encumbrance;
    }

    function _existing(uint256 id) private view returns (Offer memory o) {
        o = _offers[id];
        require(o.seller != address(0), MarketNoSuchOffer(id));
    }

    function acts() external pure returns (ActType[] memory list) {
        list = new ActType[](4);
        list[0] = ActType(
            this.open.selector, 250_000, 2,
            "OpenMarket(address template,address asset,uint256 most,address face,address money,uint256 nonce,uint256 deadline)"
        );
        list[1] = ActType(
            this.offer.selector, 250_000, 1,
            "Offer(address market,address asset,uint256 most,uint256 certificate,uint256 units,uint256 price,uint64 expiresAt,uint256 nonce,uint256 deadline)"
        );
        list[2] = ActType(
            this.take.selector, 450_000, 1,
            "Take(address market,address asset,uint256 most,uint256 offer,uint256 units,uint256 price,uint256 nonce,uint256 deadline)"
        );
        list[3] = ActType(
            this.cancelOffer.selector, 150_000, 1,
            "CancelOffer(address market,address asset,uint256 most,uint256 offer,uint256 nonce,uint256 deadline)"
        );
    }
}
